package dev.agentservice.endtoend.crash.judge;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of a trial when all is over.
 *
 * @param orders what the clients saw
 * @param ends what became of each run that they were told of
 * @param effects what happened in the tools' backend
 * @param repeatable tools that may have an effect twice, by their policy
 * @param money bills and books
 * @param leftovers what is still in Redis and should not be
 */
public record Evidence(List<Seen> orders, Map<String, RunEnd> ends, List<Effect> effects, Set<String> repeatable,
		Money money, List<String> leftovers) {

}
