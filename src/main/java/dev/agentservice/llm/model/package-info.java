/**
 * Requests, replies, usage and failures of model calls, independent of protocols.
 */
@NamedInterface("model")
@NullMarked
package dev.agentservice.llm.model;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
