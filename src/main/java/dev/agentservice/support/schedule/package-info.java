/**
 * What is done later, or again and again, on one clock for the whole replica.
 */
@NullMarked
package dev.agentservice.support.schedule;

import org.jspecify.annotations.NullMarked;
