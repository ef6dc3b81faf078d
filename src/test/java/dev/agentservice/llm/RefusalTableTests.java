package dev.agentservice.llm;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.provider.Calls;
import dev.agentservice.llm.provider.ModelCall;
import dev.agentservice.llm.refusal.ProviderRefusal;
import dev.agentservice.llm.resilience.Recovery;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.support.BesideOthers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What each provider's refusals mean, over real sockets, plain and streamed. The table is
 * {@code llm/refusals.yaml}.
 */
@BesideOthers
class RefusalTableTests {

	static final List<Row> rows = read();

	@ParameterizedTest
	@FieldSource("rows")
	void aRefusalMeansTheSamePlainAndStreamed(Row row) throws Exception {
		try (TestGateway test = TestGateway.of(row.protocol(), row::answer)) {
			for (boolean streamed : new boolean[] { false, true }) {
				ModelRequest request = TestGateway.request();
				ModelCall call = Calls.of(request, request.deadline(), streamed ? (_) -> {
				} : null);
				ModelException failure = catchThrowableOfType(ModelException.class,
						() -> test.gateway().measured(call));
				assertThat(failure.kind()).as(streamed ? "streamed" : "plain").isEqualTo(row.kind());
				assertThat(Recovery.of(failure.kind()) == Recovery.SAME_MODEL).as("retried").isEqualTo(row.retried());
				assertThat(!call.exchange().mayBeBilled()).as("free").isEqualTo(row.free());
				assertNothingOfTheSentenceIsSaid(row, failure);
			}
			assertThat(test.server().requests()).as("nothing is tried twice").hasSize(2);
		}
	}

	private static void assertNothingOfTheSentenceIsSaid(Row row, ModelException failure) {
		ProviderRefusal refusal = failure.refusal();
		if (refusal != null) {
			assertThat(failure).hasStackTraceContaining("failed: " + row.kind());
			assertThat(refusal.toString()).doesNotContain(" token").doesNotContain("***");
		}
	}

	private static List<Row> read() {
		try (InputStream table = RefusalTableTests.class.getResourceAsStream("/llm/refusals.yaml")) {
			List<Map<String, Object>> rows = new Yaml(new SafeConstructor(new LoaderOptions()))
				.load(Objects.requireNonNull(table));
			return Stream.iterate(0, (i) -> i < rows.size(), (i) -> i + 1).map((i) -> Row.of(rows.get(i))).toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A refusal.
	 *
	 * @param provider who refuses
	 * @param status the status line's code; 200 if the error comes inside an answer
	 * @param header a line of the head, or null
	 * @param body the error
	 * @param kind what it means
	 * @param retried whether the same model is asked again
	 * @param free whether it costs nothing
	 */
	record Row(String provider, int status, @Nullable String header, String body, Kind kind, boolean retried,
			boolean free) {

		static Row of(Map<String, Object> row) {
			return new Row((String) required(row, "provider"), (Integer) required(row, "status"),
					(String) row.get("header"), (String) required(row, "body"),
					Kind.valueOf((String) required(row, "kind")), (Boolean) required(row, "retried"),
					(Boolean) required(row, "free"));
		}

		private static Object required(Map<String, Object> row, String name) {
			return Objects.requireNonNull(row.get(name), () -> name + " is missing in " + row);
		}

		Protocol protocol() {
			return this.provider.equals("anthropic") ? Protocol.ANTHROPIC : Protocol.OPENAI;
		}

		void answer(ScriptedServer.Connection connection) throws IOException {
			if (this.status == 200 && connection.request().body().contains("\"stream\":true")) {
				connection.stream("event: error\ndata: " + this.body + "\n\n");
			}
			else if (this.header != null) {
				connection.json(this.status, this.body, this.header);
			}
			else {
				connection.json(this.status, this.body);
			}
		}

		@Override
		public String toString() {
			return "%s %d %s: %s".formatted(this.provider, this.status, this.kind, this.body);
		}

	}

}
