package dev.agentservice.agent.journal;

import org.springframework.modulith.NamedInterface;

/**
 * A passage that an answer cites.
 *
 * @param n the number that stands for it in the answer
 * @param source the passage
 */
@NamedInterface("journal")
public record Citation(int n, Source source) {

}
