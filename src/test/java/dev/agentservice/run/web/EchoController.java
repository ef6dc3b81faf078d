package dev.agentservice.run.web;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.identity.Caller;
import dev.agentservice.support.Text;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Stands in for the real controllers. The profile keeps it out of every other context
 * that scans the test classes.
 */
@RestController
@Profile(EdgeTest.PROFILE)
class EchoController {

	private final AtomicInteger abandoned = new AtomicInteger();

	@PostMapping(path = "/agent", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	Echo run(@RequestBody AgentRequest request, Caller caller) {
		return new Echo(caller.tenant(), Text.length(request.task()), request.task(), request.agent(),
				request.sessionId(), request.metadata(), Instant.EPOCH);
	}

	@GetMapping("/runs/fail")
	String fail() {
		throw new IllegalStateException("secret detail of dev.agentservice");
	}

	/** Writes until the client leaves. */
	@GetMapping("/runs/endless")
	void endless(OutputStream out) throws IOException {
		try {
			while (true) {
				out.write(new byte[8192]);
			}
		}
		finally {
			this.abandoned.incrementAndGet();
		}
	}

	int abandoned() {
		return this.abandoned.get();
	}

	@GetMapping("/runs/number")
	int number(@RequestParam int limit) {
		return limit;
	}

	@GetMapping("/unlisted")
	String unlisted() {
		return "forgotten in the security rules";
	}

	record Echo(String tenant, int taskLength, String task, String agent, @Nullable String sessionId,
			Map<String, String> metadata, Instant startedAt) {

	}

}
