package dev.agentservice.llm;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.agentservice.llm.model.DeltaListener;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@BesideOthers
class CancellationTests {

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anInterruptInSilenceClosesTheConnectionAtOnce(boolean streamed) throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, ScriptedServer.Connection::silence)) {
			Call call = new Call(test, streamed, (_) -> {
			});
			await().until(() -> !test.server().requests().isEmpty());
			assertCancelled(call);
			assertThat(test.server().clientGone().await(1, TimeUnit.MINUTES)).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void anInterruptInTheFlowOfTextClosesTheConnectionAtOnce(Protocol protocol) throws Exception {
		String begun = (protocol == Protocol.OPENAI) ? "" : AnthropicWireTests.STREAM.substring(0,
				AnthropicWireTests.STREAM.indexOf("event: content_block_delta"));
		String delta = (protocol == Protocol.OPENAI)
				? "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},\"finish_reason\":null}]}\n\n"
				: "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
						+ "{\"type\":\"text_delta\",\"text\":\"x\"}}\n\n";
		try (TestGateway test = TestGateway.of(protocol, (server) -> {
			server.startStream();
			server.chunk(begun + delta);
			for (;;) {
				server.chunk(delta.repeat(20));
				LockSupport.parkNanos(1000);
			}
		})) {
			CompletableFuture<String> heard = new CompletableFuture<>();
			Call call = new Call(test, true, heard::complete);
			assertThat(heard.get(1, TimeUnit.MINUTES)).isEqualTo("x");
			assertCancelled(call);
			assertThat(test.server().clientGone().await(1, TimeUnit.MINUTES)).isTrue();
		}
	}

	@Test
	void anInterruptBeforeTheCallSendsNothing() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, ScriptedServer.Connection::silence)) {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(CancellationException.class).isThrownBy(test::call);
			assertThat(Thread.interrupted()).isTrue();
			assertThat(test.server().connections()).isZero();
		}
	}

	@Test
	void cancelledCallsAreMeasuredAsSuch() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, ScriptedServer.Connection::silence)) {
			Call call = new Call(test, false, (_) -> {
			});
			await().until(() -> !test.server().requests().isEmpty());
			assertCancelled(call);
			assertThat(test.meters()
				.get("gen_ai.client.operation.duration")
				.tag("error.type", "cancelled")
				.timer()
				.count()).isOne();
		}
	}

	private static void assertCancelled(Call call) throws Exception {
		call.thread.interrupt();
		Call.Outcome outcome = call.outcome.get(1, TimeUnit.MINUTES);
		assertThat(outcome.failure()).isInstanceOf(CancellationException.class);
		assertThat(outcome.interrupted()).isTrue();
	}

	/** A call on a virtual thread of its own. */
	private static final class Call {

		private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

		private final Thread thread;

		private Call(TestGateway test, boolean streamed, DeltaListener deltas) {
			this.thread = Thread.startVirtualThread(() -> {
				try {
					ModelReply reply = streamed ? test.stream(deltas) : test.call();
					this.outcome.completeExceptionally(new AssertionError("answered: " + reply));
				}
				catch (RuntimeException ex) {
					this.outcome.complete(new Outcome(ex, Thread.currentThread().isInterrupted()));
				}
			});
		}

		private record Outcome(RuntimeException failure, boolean interrupted) {
		}

	}

}
