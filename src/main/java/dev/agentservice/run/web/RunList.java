package dev.agentservice.run.web;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentservice.run.record.RunPage;
import org.jspecify.annotations.Nullable;

/**
 * A page of runs.
 */
record RunList(List<RunView> runs, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {

	static RunList of(RunPage page) {
		return new RunList(page.runs().stream().map(RunView::brief).toList(), page.next());
	}

}
