/**
 * Tests of webhooks of providers.
 */
@NullMarked
package dev.agentservice.llm.remote.hook;

import org.jspecify.annotations.NullMarked;
