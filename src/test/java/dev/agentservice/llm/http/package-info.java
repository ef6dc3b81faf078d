/**
 * The measurement by which the HTTP client was chosen: {@code scripts/bench-http-client}.
 */
@NullMarked
package dev.agentservice.llm.http;

import org.jspecify.annotations.NullMarked;
