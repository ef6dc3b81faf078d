package dev.agentservice.support;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.agentservice.support.json.StrictJsonConverter;
import dev.agentservice.support.problem.ProblemException;

import org.springframework.http.MediaType;
import org.springframework.mock.http.MockHttpInputMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that were nearly right: each is still one, or the client's problem. The seed
 * is fixed, so a failure happens again.
 */
public final class RequestFuzz {

	private static final int COUNT = 20_000;

	private RequestFuzz() {
	}

	/**
	 * Tries them.
	 * @param converter reads them
	 * @param type what they become
	 * @param good a right one, of which they are made
	 * @param promise what holds for whatever is taken for a request
	 */
	public static <T> void run(StrictJsonConverter<T> converter, Class<T> type, String good, Consumer<T> promise) {
		AtomicInteger accepted = new AtomicInteger();
		AtomicInteger refused = new AtomicInteger();
		Mutations.of(good, COUNT)
			.forEach((body) -> (isRequest(converter, type, body, promise) ? accepted : refused).incrementAndGet());
		assertThat(accepted).hasPositiveValue();
		assertThat(refused).hasValueGreaterThan(COUNT / 2);
	}

	private static <T> boolean isRequest(StrictJsonConverter<T> converter, Class<T> type, byte[] body,
			Consumer<T> promise) {
		MockHttpInputMessage message = new MockHttpInputMessage(body);
		message.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		try {
			promise.accept(converter.read(type, message));
			return true;
		}
		catch (ProblemException ex) {
			assertThat(ex.code().status().is4xxClientError()).as(ex.toString()).isTrue();
			return false;
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
