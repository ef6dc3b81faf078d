package dev.agentservice.knowledge.evaluate.set;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/** A file that is not as it has to be; says where and what to do. */
public final class InvalidCorpusException extends RuntimeException {

	InvalidCorpusException(Path file, String reason) {
		super(file + ": " + reason);
	}

	InvalidCorpusException(Path file, long line, String reason) {
		this(file, line, reason, null);
	}

	InvalidCorpusException(Path file, long line, String reason, @Nullable Throwable cause) {
		super(file + ":" + line + ": " + reason, cause);
	}

}
