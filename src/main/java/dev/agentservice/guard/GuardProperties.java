package dev.agentservice.guard;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.guard.GuardPolicy.SideEffects;
import dev.agentservice.guard.inspection.InspectionSlots;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.RedactionAction;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What guards do where an agent's file says nothing else. Failure mode: closed.
 *
 * @param task injections in the task and in history that the client wrote
 * @param toolResults injections in what tools bring
 * @param suspicion tasks that are merely suspicious
 * @param output what answers must not hold
 * @param sideEffects tools with side effects in runs that may not do the user's will
 * @param timeout how long the inspection of all texts of a request may take, or that of
 * one tool's result, waiting and the classifier's part included
 * @param inspections how many texts are inspected at once
 * @param sessionTail how many characters of what the user said before in a session are
 * inspected again together with the next task
 * @param classifier an external classifier
 * @param redaction how answers are redacted
 */
@Validated
@ConfigurationProperties("agent-service.guard")
record GuardProperties(@DefaultValue("block") @NotNull GuardMode task,
		@DefaultValue("flag") @NotNull GuardMode toolResults, @DefaultValue("flag") @NotNull GuardMode suspicion,
		@DefaultValue("block") @NotNull GuardMode output, @DefaultValue("refuse") @NotNull SideEffects sideEffects,
		@DefaultValue("5s") @NotNull @DurationMin(millis = 10) Duration timeout,
		@DefaultValue @Valid Inspections inspections, @DefaultValue("2000") @Min(0) @Max(100_000) int sessionTail,
		@DefaultValue @Valid Classifier classifier, @DefaultValue @Valid RedactionProperties redaction) {

	GuardPolicy policy() {
		return new GuardPolicy(this.task, this.toolResults, this.suspicion, this.output, this.sideEffects,
				this.redaction.actions());
	}

	/**
	 * How many texts are inspected at once. Failure mode: closed; who finds no slot is
	 * 503 {@code overloaded}.
	 *
	 * @param limit how many; 0 is one less than there are processors, but at least one
	 * @param maxWaiting how many more may wait for it, within the time-out
	 */
	record Inspections(@DefaultValue("0") @Min(0) int limit, @DefaultValue("200") @Min(0) int maxWaiting) {

		InspectionSlots slots(MeterRegistry meters) {
			int spared = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
			return new InspectionSlots((this.limit > 0) ? this.limit : spared, this.maxWaiting, meters);
		}

	}

	/**
	 * A classifier beside the rules, asked over HTTP.
	 *
	 * @param url where; without one there is none
	 * @param timeout how long an answer may take
	 */
	record Classifier(@Nullable URI url, @DefaultValue("1s") @NotNull @DurationMin(millis = 10) Duration timeout) {
	}

	/**
	 * How answers are redacted.
	 *
	 * @param actions by type: {@code redact} (the default), {@code mask} or {@code allow}
	 * @param own whether a user may read what they supplied themselves in the session
	 * @param phoneRegions in whose national formats telephone numbers are recognised, as
	 * ISO 3166 codes
	 * @param trustedHosts that links and images may point at; {@code *.example.com} is
	 * every host beneath it
	 * @param linkData how many characters of data a link to any other host may carry
	 * @param linkDataTotal how many all such links of one answer may carry together
	 * @param leakWords how many words in a row must be the instructions' to count as a
	 * leak
	 * @param longest how many characters are held back for one candidate
	 */
	record RedactionProperties(@DefaultValue Map<FindingType, RedactionAction> actions,
			@DefaultValue("true") boolean own, @DefaultValue( {
					"US", "GB", "DE", "FR", "ES", "IT", "NL", "BE", "CH", "AT", "SE", "IN", "AU",
					"BR" }) List<String> phoneRegions,
			@DefaultValue Set<String> trustedHosts, @DefaultValue("40") @Min(0) int linkData,
			@DefaultValue("200") @Min(0) int linkDataTotal, @DefaultValue("8") @Min(2) int leakWords,
			@DefaultValue("4096") @Min(256) @Max(65_536) int longest){

		/** The policy of an agent that does otherwise with these types. */
		RedactionPolicy policy(Map<FindingType, RedactionAction> agents, GuardPolicy.Links links) {
			Set<String> hosts = Stream.concat(this.trustedHosts.stream(), links.trustedHosts().stream())
				.collect(Collectors.toSet());
			return new RedactionPolicy(agents, this.phoneRegions, hosts, this.linkData, this.linkDataTotal,
					links.trustedOnly(), this.leakWords, this.longest);
		}

	}

}
