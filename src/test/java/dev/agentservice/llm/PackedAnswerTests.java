package dev.agentservice.llm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@BesideOthers
class PackedAnswerTests {

	private static Kind kind(TestGateway test, boolean streamed) {
		return catchThrowableOfType(ModelException.class, () -> test.call(streamed)).kind();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aPackedAnswerIsNotAskedForAndUnpackedOnlyAsFarAsAnAnswerMayGo(boolean streamed) throws Exception {
		byte[] packed = packed(" ".repeat(1 << 16), 1024);
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> {
			assertThat(server.request().headers()).doesNotContainKey("accept-encoding");
			server
				.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: "
						+ packed.length + "\r\n\r\n");
			server.write(packed);
		})) {
			assertThat(kind(test, streamed)).isEqualTo(Kind.MALFORMED);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anAnswerPackedWithoutBeingAskedForIsRead(boolean streamed) throws Exception {
		byte[] packed = packed(streamed ? OpenAiWireTests.STREAM : OpenAiWireTests.ANSWER, 1);
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> {
			server.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.length + "\r\n\r\n");
			server.write(packed);
		})) {
			assertThat(test.call(streamed).message().text()).isEqualTo("Hello there.");
			assertThat(test.call(streamed).usage()).isEqualTo(new Usage(1000, 896, 0, 7));
			assertThat(test.server().connections()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "br", "deflate" })
	void anAnswerPackedOtherwiseIsNone(String encoding) throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI,
				(server) -> server.json(200, OpenAiWireTests.ANSWER, "Content-Encoding: " + encoding))) {
			assertThat(kind(test, false)).isEqualTo(Kind.MALFORMED);
		}
	}

	private static byte[] packed(String text, int times) throws IOException {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
			byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
			for (int i = 0; i < times; i++) {
				gzip.write(bytes);
			}
		}
		return packed.toByteArray();
	}

}
