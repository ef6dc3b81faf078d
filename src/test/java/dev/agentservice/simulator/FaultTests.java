package dev.agentservice.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.simulator.RawCall.End;
import dev.agentservice.simulator.RawCall.Received;
import dev.agentservice.simulator.script.Scripted;
import dev.agentservice.support.BesideOthers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.agentservice.simulator.script.Responses.after;
import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.garbage;
import static dev.agentservice.simulator.script.Responses.held;
import static dev.agentservice.simulator.script.Responses.reset;
import static dev.agentservice.simulator.script.Responses.silence;
import static dev.agentservice.simulator.script.Responses.status;
import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class FaultTests {

	private static final String TEXT = "One two three four five six seven eight nine ten.";

	/** How the last chunk of an HTTP body looks. */
	private static final String END_OF_BODY = "\r\n0\r\n\r\n";

	@AutoClose
	private Simulator simulator;

	@BeforeEach
	void start() {
		this.simulator = Simulator.start();
	}

	@ParameterizedTest
	@EnumSource
	void aResetComesBeforeTheFirstByte(Wire wire) throws IOException {
		assertThat(wire.stream(this.simulator, reset())).isEqualTo(new Received("", End.RESET));
	}

	@ParameterizedTest
	@EnumSource
	void silenceIsAnOpenConnectionWithoutAByte(Wire wire) throws IOException {
		assertSilent(wire, silence());
	}

	@ParameterizedTest
	@EnumSource
	void aDelayComesBeforeTheHeaders(Wire wire) throws IOException {
		assertSilent(wire, after(Duration.ofMinutes(1), status(500)));
		assertThat(wire.stream(this.simulator, after(Duration.ofMillis(20), status(503))).bytes())
			.startsWith("HTTP/1.1 503");
	}

	@ParameterizedTest
	@EnumSource
	void whatIsHeldComesWhenTheTestSaysSo(Wire wire) throws IOException {
		CompletableFuture<Void> released = new CompletableFuture<>();
		assertSilent(wire, held(released, status(503)));
		released.complete(null);
		assertThat(wire.stream(this.simulator, held(released, status(503))).bytes()).startsWith("HTTP/1.1 503");
	}

	@ParameterizedTest
	@EnumSource
	void aSlowFirstTokenComesAfterTheHeaders(Wire wire) throws IOException {
		Received received = wire.stream(this.simulator, answer(TEXT).firstTokenAfter(Duration.ofMinutes(1)));
		assertThat(received.end()).isEqualTo(End.SILENT);
		assertThat(received.bytes()).startsWith("HTTP/1.1 200").contains("assistant").doesNotContain("One");
	}

	@ParameterizedTest
	@EnumSource
	void aStallLeavesTheConnectionOpenInTheMiddle(Wire wire) throws IOException {
		Received received = wire.stream(this.simulator, answer(TEXT).stallAfterChunks(3));
		assertThat(received.end()).isEqualTo(End.SILENT);
		assertMiddle(received);
	}

	@ParameterizedTest
	@EnumSource
	void aCutClosesTheConnectionInTheMiddleWithoutAnyTerminator(Wire wire) throws IOException {
		Received received = wire.stream(this.simulator, answer(TEXT).cutAfterChunks(3));
		assertThat(received.end()).isEqualTo(End.CLOSED);
		assertMiddle(received);
		assertThat(received.bytes()).doesNotEndWith(END_OF_BODY);
	}

	@ParameterizedTest
	@EnumSource
	void aResetInTheMiddleFollowsTheChunksBeforeIt(Wire wire) throws IOException {
		Received received = wire.stream(this.simulator, answer(TEXT).resetAfterChunks(3));
		assertThat(received.end()).isEqualTo(End.RESET);
		assertMiddle(received);
	}

	@ParameterizedTest
	@EnumSource
	void aBrokenChunkIsNoHttp(Wire wire) throws IOException {
		Received received = wire.stream(this.simulator, answer(TEXT).brokenChunkAfterChunks(3));
		assertMiddle(received);
		assertThat(received.bytes()).endsWith("not-a-size\r\n");
	}

	@ParameterizedTest
	@EnumSource
	void anEarlyEndIsRightForHttpButNotForTheProtocol(Wire wire) throws IOException {
		Received received = wire.stream(this.simulator, answer(TEXT).endAfterChunks(3));
		assertMiddle(received);
		assertThat(received.bytes()).endsWith(END_OF_BODY);
	}

	@ParameterizedTest
	@EnumSource
	void aBrokenEventTakesThePlaceOfAPieceOfTheAnswer(Wire wire) throws IOException {
		Received received = wire.stream(this.simulator, answer(TEXT).brokenEventAfterChunks(1));
		assertThat(received.bytes()).contains(wire.brokenEvent(), wire.endMarker()).doesNotContain("three");
	}

	@ParameterizedTest
	@EnumSource
	void theProviderCanReportAnErrorInTheMiddle(Wire wire) throws IOException {
		Received received = wire.stream(this.simulator, answer(TEXT).errorAfterChunks(3));
		assertMiddle(received);
		assertThat(received.bytes()).contains("\"error\":{").endsWith(END_OF_BODY);
	}

	@ParameterizedTest
	@EnumSource
	void onlyTheEndMarkerCanBeMissing(Wire wire) throws IOException {
		Received received = wire.stream(this.simulator, answer(TEXT).withoutEndMarker());
		assertThat(received.bytes()).contains("ten", wire.finish())
			.doesNotContain(wire.endMarker())
			.endsWith(END_OF_BODY);
	}

	@ParameterizedTest
	@EnumSource
	void garbageIsNoJson(Wire wire) throws IOException {
		assertThat(wire.whole(this.simulator, garbage()).bytes()).startsWith("HTTP/1.1 200").contains("<html>");
	}

	@ParameterizedTest
	@EnumSource
	void withoutAStreamTheMiddleIsHalfTheBody(Wire wire) throws IOException {
		assertThat(wire.whole(this.simulator, answer(TEXT).cutAfterChunks(3)))
			.matches((received) -> received.end() == End.CLOSED && isHalf(received));
		assertThat(wire.whole(this.simulator, answer(TEXT).resetAfterChunks(3)))
			.matches((received) -> received.end() == End.RESET && isHalf(received));
		assertThat(wire.whole(this.simulator, answer(TEXT).stallAfterChunks(3)))
			.matches((received) -> received.end() == End.SILENT && isHalf(received));
		assertThat(wire.whole(this.simulator, answer(TEXT).errorAfterChunks(3)).bytes()).startsWith("HTTP/1.1 500");
	}

	private void assertSilent(Wire wire, Scripted response) throws IOException {
		wire.of(this.simulator).next(response);
		try (RawCall call = wire.call(this.simulator, true)) {
			Awaitility.await().until(() -> wire.of(this.simulator).requests().size() == 1);
			assertThat(call.receiveAtOnce()).isEqualTo(new Received("", End.SILENT));
		}
	}

	private static boolean isHalf(Received received) {
		return received.bytes().startsWith("HTTP/1.1 200") && !received.bytes().endsWith("}");
	}

	private static void assertMiddle(Received received) {
		assertThat(received.bytes()).startsWith("HTTP/1.1 200").contains("One", "six").doesNotContain("seven");
	}

}
