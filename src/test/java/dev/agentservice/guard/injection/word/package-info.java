/**
 * Tests of how texts are read.
 */
@NullMarked
package dev.agentservice.guard.injection.word;

import org.jspecify.annotations.NullMarked;
