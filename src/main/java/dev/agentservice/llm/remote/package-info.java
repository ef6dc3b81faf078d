/**
 * Agents whose loop runs at a provider: what they are asked and what they tell, whatever
 * their interface. Money, admission and our own tools are not theirs.
 */
@NamedInterface("remote")
@NullMarked
package dev.agentservice.llm.remote;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
