/**
 * Whether meters are told right while they change.
 */
@NullMarked
package dev.agentservice.support.metric;

import org.jspecify.annotations.NullMarked;
