/**
 * What a model is asked and what it answers, in nobody's protocol: requests, replies,
 * what they used, and why a call failed.
 */
@NamedInterface("model")
@NullMarked
package dev.agentservice.llm.model;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
