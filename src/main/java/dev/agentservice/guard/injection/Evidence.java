package dev.agentservice.guard.injection;

import dev.agentservice.guard.normal.decode.Disguise;

/**
 * A rule that was found in a text.
 *
 * @param rule which
 * @param weight how much it says here; 1 is enough to block
 * @param disguise how the text was hidden that it was found in
 */
public record Evidence(Rule rule, double weight, Disguise disguise) {
}
