/**
 * What is done later, or again and again, on one clock for the whole replica. Time limits
 * of single calls have clocks of their own.
 */
@NullMarked
package dev.agentservice.support.schedule;

import org.jspecify.annotations.NullMarked;
