/** The label manager: which in-label each producer's binding has, and the life of labels from their allocation to their rest. */
package io.swaplane.control.label;
