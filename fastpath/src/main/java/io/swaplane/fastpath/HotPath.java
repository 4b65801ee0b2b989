package io.swaplane.fastpath;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that runs for every packet or burst. It must stay small enough for the compiler to inline (at most 325 bytes of
 * bytecode, HotSpot's FreqInlineSize) and must not allocate; a test reads the class files and holds it to the size.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface HotPath { }
