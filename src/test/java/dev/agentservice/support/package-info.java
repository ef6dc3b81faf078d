/**
 * Tests of strict JSON, and the HTTP client they are made with.
 */
@NullMarked
package dev.agentservice.support;

import org.jspecify.annotations.NullMarked;
