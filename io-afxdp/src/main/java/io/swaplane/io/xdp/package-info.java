/** AF_XDP ports: frame memory and rings shared with the kernel, and the program that steers MPLS into them. */
package io.swaplane.io.xdp;
