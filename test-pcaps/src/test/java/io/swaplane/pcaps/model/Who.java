package io.swaplane.pcaps.model;

/** A producer in one of its sessions, which are numbered over all producers from 1; what the configuration put at first has session 0. */
record Who(String producer, int session, String owner, int preference) { }
