package dev.agentservice.compat.openai.web;

import java.util.Map;

import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.problem.ProblemFormat;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Words every error under {@code /v1} as OpenAI does, also those of paths that do not
 * exist and of callers whom nobody knows.
 */
@Component
class OpenAiProblems implements ProblemFormat {

	@Override
	public boolean covers(String path) {
		return path.equals("/v1") || path.startsWith("/v1/");
	}

	@Override
	public String mediaType() {
		return MediaType.APPLICATION_JSON_VALUE;
	}

	@Override
	public Class<?> type() {
		return OpenAiError.class;
	}

	@Override
	public Map<String, String> retryHeaders(ProblemException problem) {
		return RetryAdvice.headers(problem);
	}

	@Override
	public byte[] json(ProblemException problem) {
		return OpenAiJson.bytes(OpenAiError.of(problem));
	}

}
