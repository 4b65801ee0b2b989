/** Several routers in one process, joined by links in memory: how they run, what is sent through them, and what must come out. */
package io.swaplane.router.lab;
