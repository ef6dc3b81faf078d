/**
 * What a flag is: its type, its variants and the rules that decide who gets which.
 */
@NullMarked
package dev.agentservice.flag.definition;

import org.jspecify.annotations.NullMarked;
