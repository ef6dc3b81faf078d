/**
 * Tests of the money: the scripts on real Redis servers, at a time the tests set.
 */
@NullMarked
package dev.agentservice.budget;

import org.jspecify.annotations.NullMarked;
