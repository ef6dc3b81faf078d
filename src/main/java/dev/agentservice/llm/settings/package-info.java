/**
 * How providers and models are configured, and what may be sent to which model.
 */
@NullMarked
package dev.agentservice.llm.settings;

import org.jspecify.annotations.NullMarked;
