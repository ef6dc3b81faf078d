/**
 * How servers other than OpenAI speak its protocol: their ids, their reasons to stop,
 * their usage, their thoughts, their errors, and what they refuse. Written after their
 * references and after what clients of theirs report.
 */
@NullMarked
package dev.agentservice.simulator.dialect;

import org.jspecify.annotations.NullMarked;
