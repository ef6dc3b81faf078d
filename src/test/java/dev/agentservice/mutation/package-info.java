/**
 * How much of the code the tests would miss: reads what PIT wrote for each slice and adds
 * it up, for {@code scripts/mutation-tests}.
 */
@NullMarked
package dev.agentservice.mutation;

import org.jspecify.annotations.NullMarked;
