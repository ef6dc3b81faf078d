package dev.agentservice.privacy.export;

import java.time.Instant;

import dev.agentservice.privacy.retention.RetentionReport;
import dev.agentservice.privacy.retention.RetentionTable;

/** What an archive says about itself. */
final class ExportReadme {

	private ExportReadme() {
	}

	static String of(Instant now, RetentionReport about) {
		return """
				# Your data

				What the service keeps about you, as of %s.

				| file | holds |
				|---|---|
				| `profile.json` | your tenant and your user id |
				| `sessions/*.json` | conversations, a file for each |
				| `runs.ndjson` | tasks with their answers, and what was done for them, a line for each |
				| `tool_results.json` | results of tools that are kept for you |
				| `documents.json` | documents that you have stored for yourself |
				| `usage.json` | what your tasks cost, by day |
				| `about.json` | the table below |

				A file is missing if there is nothing of its kind. Tasks and answers were sent to the providers of the
				models that `usage.json` names, and arguments of tool calls to the tools that `runs.ndjson` names.

				## What is kept, what for, and how long

				%s""".formatted(now, RetentionTable.of(about.kept()));
	}

}
