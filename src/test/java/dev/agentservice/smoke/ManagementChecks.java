package dev.agentservice.smoke;

import java.util.List;

import dev.agentservice.smoke.Check.BrokenPromise;
import dev.agentservice.smoke.Target.Answer;

/**
 * The port for probes and Prometheus. Of several replicas it is one's, which need not be
 * the one that was asked, so its counts are shown and not judged.
 */
final class ManagementChecks {

	private static final List<String> FIGURES = List.of("agent_inflight", "agent_budget_reservations_open",
			"jvm_memory_used_bytes");

	private final Target target;

	private final String version;

	ManagementChecks(Target target, String version) {
		this.target = target;
		this.version = version;
	}

	List<Check> all() {
		return List.of(new Check("health", "is alive", () -> health("liveness")),
				new Check("health", "is ready", () -> health("readiness")),
				new Check("metrics", "names the release and its track, and has the figures", this::figures),
				new Check("metrics", "shows nothing else", this::nothingElse));
	}

	private String health(String group) {
		String status = this.target.get("/actuator/health/" + group).expect(200).text("/status");
		BrokenPromise.unless(status.equals("UP"), "it is " + status);
		return status;
	}

	private String figures() {
		Answer answer = this.target.get("/actuator/prometheus").expect(200);
		List<String> missing = FIGURES.stream()
			.filter((figure) -> answer.body().lines().noneMatch((line) -> line.startsWith(figure + "{")))
			.toList();
		BrokenPromise.unless(missing.isEmpty(), "there is no " + String.join(", ", missing));
		String line = answer.body().lines().filter((each) -> each.startsWith("agent_inflight{")).findFirst().orElse("");
		BrokenPromise.unless(line.contains("track=\""), "no track: " + line);
		String release = line.replaceAll(".*version=\"([^\"]*)\".*", "$1");
		BrokenPromise.unless(this.version.isEmpty() || this.version.equals(release), "it is the release " + release);
		double runs = answer.body()
			.lines()
			.filter((each) -> each.startsWith("agent_runs_seconds_count{"))
			.mapToDouble((each) -> Double.parseDouble(each.substring(each.lastIndexOf(' ') + 1)))
			.sum();
		return "%s, %.0f runs".formatted(release, runs);
	}

	private String nothingElse() {
		for (String endpoint : List.of("env", "heapdump", "configprops", "threaddump", "loggers")) {
			int status = this.target.get("/actuator/" + endpoint).status();
			BrokenPromise.unless(status >= 400, endpoint + " is a " + status);
		}
		return "health, info, prometheus";
	}

}
