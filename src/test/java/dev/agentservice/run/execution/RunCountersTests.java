package dev.agentservice.run.execution;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.agentservice.agent.journal.Notice;
import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.EventStream;
import dev.agentservice.endtoend.ServiceUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a running service counts of its agents' runs, as Prometheus gets to see it.
 */
class RunCountersTests {

	@RegisterExtension
	static final ServiceUnderTest service = ServiceUnderTest.asShipped();

	private final double started = started("sync");

	private final double repeated = repeated();

	@Test
	void aTaskThatItsSessionHasJustAnsweredIsARepetition() {
		Client ada = service.ada();
		answered(ada.ask("repeats", "Where is my order 4711?"));
		answered(ada.ask("repeats", "And the other one?"));
		answered(ada.ask("others", "And the other one?"));
		answered(service.bob().ask("repeats", "And the other one?"));
		answered(ada.ask("And the other one?"));
		assertThat(repeated() - this.repeated).isZero();
		answered(ada.ask("repeats", "and the OTHER one ?!"));
		assertThat(repeated() - this.repeated).isOne();
		assertThat(started("sync") - this.started).isEqualTo(6);
	}

	@Test
	void aRunIsStartedOnceItIsAdmittedWhateverItsMode() {
		double streamed = started("stream");
		answered(service.ada().ask("Hello."));
		assertThat(service.ada().ask(Map.of("task", "Hello.", "agent", "nobody")).status()).isEqualTo(400);
		try (EventStream events = service.ada().stream(Map.of("task", "Hello."))) {
			assertThat(events.rest()).isNotEmpty();
		}
		assertThat(started("sync") - this.started).isOne();
		assertThat(started("stream") - streamed).isOne();
	}

	@Test
	void anAnswerCountsForEachOfItsNotices() {
		double before = noticed(Notice.ANSWER_TRUNCATED);
		service.anthropic().next(answer("A long story. ".repeat(40)));
		Client.Reply reply = service.ada().ask(Map.of("task", "Tell me a story.", "max_output_tokens", 20));
		assertThat(reply.text("/notices/0")).as(reply.body()).isEqualTo("answer_truncated");
		assertThat(noticed(Notice.ANSWER_TRUNCATED) - before).isOne();
		assertThat(noticed(Notice.STEP_LIMIT_REACHED)).isZero();
	}

	@Test
	void whatIsKnownOfAnAgentAndOfAToolIsThereFromTheStart() {
		assertThat(service.metrics()).contains("agent_notices_total{agent=\"analyst\",notice=\"redacted_iban\"")
			.contains("agent_runs_started_total{agent=\"analyst\",mode=\"async\"")
			.contains("agent_runs_repeated_total{agent=\"analyst\",answered_track=\"canary\"")
			.contains("agent_runs_lost_total{agent=\"analyst\",lost_track=\"stable\",lost_version=\"dev\"")
			.contains("agent_latency_targets_total{agent=\"analyst\",phase=\"planning\",result=\"missed\"")
			.containsPattern("agent_cost_usd_total\\{agent=\"analyst\",model=\"anthropic/")
			.contains("agent_tool_retries_total{granted=\"false\",tool=\"calculator\"")
			.containsPattern("agent_budget_rejections_total\\{reason=\"spent\",scope=\"tenant\"")
			.contains("agent_model_failovers_total{");
	}

	private static void answered(Client.Reply reply) {
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
	}

	private static double started(String mode) {
		return value("agent_runs_started_total", "mode=\"" + mode + "\"");
	}

	private static double repeated() {
		return value("agent_runs_repeated_total", "answered_track=\"stable\"");
	}

	private static double noticed(Notice notice) {
		return value("agent_notices_total", "notice=\"" + notice.code() + "\"");
	}

	/** Of the shipped assistant; 0 as long as there is no such series. */
	private static double value(String metric, String label) {
		Matcher line = Pattern.compile("(?m)^" + metric + "\\{agent=\"assistant\",[^}]*?" + label + "[^}]*} (\\S+)$")
			.matcher(service.metrics());
		return line.find() ? Double.parseDouble(line.group(1)) : 0;
	}

}
