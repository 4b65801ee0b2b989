/** Off-heap memory: reserving it from the kernel, and the one class through which every table and frame byte is read and written. */
package io.swaplane.memory;
