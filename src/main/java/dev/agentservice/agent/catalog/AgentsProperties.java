package dev.agentservice.agent.catalog;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the agents are.
 *
 * @param directory the directory that holds one {@code .md} file per agent
 * @param moreDirectories others, whose files count as if they were in it
 * @param reloadEvery how often the directory is looked at for changes; a change takes
 * effect once two looks in a row saw the same content
 */
@Validated
@ConfigurationProperties("agent-service.agents")
record AgentsProperties(@DefaultValue("./agents") Path directory, @DefaultValue List<Path> moreDirectories,
		@DefaultValue("1s") Duration reloadEvery) {

	AgentsProperties {
		moreDirectories = List.copyOf(moreDirectories);
		if (!reloadEvery.isPositive()) {
			throw new IllegalArgumentException("agent-service.agents.reload-every must be positive");
		}
	}

}
