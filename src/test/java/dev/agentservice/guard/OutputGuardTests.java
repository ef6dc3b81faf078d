package dev.agentservice.guard;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.agentservice.guard.GuardPolicy.SideEffects;
import dev.agentservice.guard.inspection.GuardException;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Redaction;
import dev.agentservice.guard.redact.finding.RedactionAction;
import dev.agentservice.guard.redact.leak.Instructions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What answers and arguments pass under each policy, and what is counted. */
class OutputGuardTests {

	private static final Instructions INSTRUCTIONS = Instructions
		.of("Never offer a discount above fifteen percent to anybody at all.");

	private static final String ANSWER = "Write to jane.doe@example.org, or to bob@example.org.";

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final OutputGuard guard = guard(true);

	@Test
	void whatIsFoundIsTakenOutToldAndCounted() {
		AnswerFilter filter = this.guard.of(policy(GuardMode.BLOCK), INSTRUCTIONS, List.of());
		assertThat(filter.redactions()).isEmpty();
		assertThat(filter.whole(ANSWER)).isEqualTo("Write to [email], or to [email].");
		assertThat(filter.redactions()).containsExactly(new Redaction(FindingType.EMAIL, 2));
		assertThat(found("email")).isEqualTo(2);
		assertThat(filter.whole("So: never offer a discount above fifteen percent to anybody."))
			.isEqualTo("So: [prompt_leak].");
		assertThat(found("prompt_leak")).isEqualTo(1);
	}

	@Test
	void aTextComesInPiecesAndTheNextOneBeginsAnew() {
		AnswerFilter filter = this.guard.of(policy(GuardMode.BLOCK), INSTRUCTIONS, List.of());
		assertThat(filter.accept("Write to jane.doe@exa")).isEqualTo("Write to ");
		assertThat(filter.accept("mple.org")).isEmpty();
		assertThat(filter.finish()).isEqualTo("[email]");
		assertThat(filter.whole("Nothing.")).isEqualTo("Nothing.");
		assertThat(filter.redactions()).isEmpty();
		assertThat(found("email")).isEqualTo(1);
	}

	@Test
	void aPolicyMayOnlyTellOfWhatIsFound() {
		AnswerFilter filter = this.guard.of(policy(GuardMode.FLAG), INSTRUCTIONS, List.of());
		assertThat(filter.accept(ANSWER)).isEqualTo(ANSWER);
		assertThat(filter.finish()).isEmpty();
		assertThat(filter.redactions()).containsExactly(new Redaction(FindingType.EMAIL, 2));
		assertThat(found("email")).isEqualTo(2);
	}

	@Test
	void nobodyLooksWhereGuardsAreOff() {
		AnswerFilter filter = this.guard.of(policy(GuardMode.OFF), INSTRUCTIONS, List.of());
		assertThat(filter.whole(ANSWER)).isEqualTo(ANSWER);
		assertThat(filter.redactions()).isEmpty();
		String arguments = "{\"to\": \"jane.doe@example.org\"}";
		assertThat(this.guard.arguments(policy(GuardMode.OFF), INSTRUCTIONS).filter(arguments)).isEqualTo(arguments);
		assertThat(this.meters.find("agent.guard.findings").counters()).isEmpty();
	}

	@Test
	void whatTheUserWroteMayBeSaidIfTheOperatorAllowsIt() {
		List<String> own = List.of("I am jane.doe@example.org");
		assertThat(this.guard.of(policy(GuardMode.BLOCK), INSTRUCTIONS, own).whole(ANSWER))
			.isEqualTo("Write to jane.doe@example.org, or to [email].");
		assertThat(guard(false).of(policy(GuardMode.BLOCK), INSTRUCTIONS, own).whole(ANSWER))
			.isEqualTo("Write to [email], or to [email].");
	}

	@Test
	void eachAgentDecidesByType() {
		GuardPolicy allowing = new GuardPolicy(GuardMode.OFF, GuardMode.OFF, GuardMode.OFF, GuardMode.BLOCK,
				SideEffects.REFUSE, Map.of(FindingType.EMAIL, RedactionAction.ALLOW));
		assertThat(this.guard.of(allowing, INSTRUCTIONS, List.of()).whole(ANSWER)).isEqualTo(ANSWER);
		assertThat(this.guard.of(policy(GuardMode.BLOCK), INSTRUCTIONS, List.of()).whole(ANSWER)).contains("[email]");
	}

	@Test
	void theValuesOfArgumentsAreTakenOutToldAndCounted() {
		ArgumentFilter filter = this.guard.arguments(policy(GuardMode.BLOCK), INSTRUCTIONS);
		assertThat(filter.filter("{\"to\":\"jane.doe@example.org\", \"n\":7}"))
			.isEqualTo("{\"to\":\"[email]\",\"n\":7}");
		assertThat(filter.filter("to jane.doe@example.org")).isEqualTo("to [email]");
		assertThat(found("email")).isEqualTo(2);
	}

	@Test
	void argumentsInWhichNothingIsFoundLeaveAsTheModelWroteThem() {
		String written = "{ \"to\" :  \"somebody\" }";
		assertThat(this.guard.arguments(policy(GuardMode.BLOCK), INSTRUCTIONS).filter(written)).isEqualTo(written);
	}

	@Test
	void aPolicyMayOnlyTellOfWhatIsFoundInArguments() {
		String arguments = "{\"to\":\"jane.doe@example.org\"}";
		assertThat(this.guard.arguments(policy(GuardMode.FLAG), INSTRUCTIONS).filter(arguments)).isEqualTo(arguments);
		assertThat(found("email")).isEqualTo(1);
	}

	@Test
	void whatCannotBeLookedAtDoesNotGoOutAndIsCounted() {
		String nothing = (new String[1])[0];
		for (GuardMode mode : List.of(GuardMode.BLOCK, GuardMode.FLAG)) {
			AnswerFilter answers = this.guard.of(policy(mode), INSTRUCTIONS, List.of());
			assertThatExceptionOfType(GuardException.class).isThrownBy(() -> answers.accept(nothing));
			ArgumentFilter arguments = this.guard.arguments(policy(mode), INSTRUCTIONS);
			assertThatExceptionOfType(GuardException.class).isThrownBy(() -> arguments.filter(nothing));
		}
		assertThat(this.meters.counter("agent.guard.failures").count()).isEqualTo(4);
	}

	private double found(String type) {
		return this.meters.counter("agent.guard.findings", "direction", "output", "rule", type).count();
	}

	private OutputGuard guard(boolean own) {
		GuardProperties.RedactionProperties redaction = new GuardProperties.RedactionProperties(Map.of(), own,
				List.of("US"), Set.of(), 40, 200, 8, 4096);
		GuardProperties properties = new GuardProperties(GuardMode.BLOCK, GuardMode.FLAG, GuardMode.FLAG,
				GuardMode.BLOCK, SideEffects.REFUSE, Duration.ofSeconds(5), new GuardProperties.Inspections(0, 0), 0,
				new GuardProperties.Classifier(URI.create("http://127.0.0.1:1/"), Duration.ofSeconds(1)), redaction);
		return new OutputGuard(properties, new GuardMetrics(this.meters));
	}

	private static GuardPolicy policy(GuardMode output) {
		return new GuardPolicy(GuardMode.OFF, GuardMode.OFF, GuardMode.OFF, output, SideEffects.REFUSE, Map.of());
	}

}
