package dev.agentservice.endtoend.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.agentservice.endtoend.bench.BenchReport.Row;

/**
 * One run of the bench.
 */
final class Bench {

	private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

	private final BenchProcesses processes;

	private final BenchPlan plan;

	private final Consumer<String> progress;

	private Bench(BenchProcesses processes, BenchPlan plan, Consumer<String> progress) {
		this.processes = processes;
		this.plan = plan;
		this.progress = progress;
	}

	/**
	 * Measures everything.
	 * @param jar the service
	 * @param plan how much
	 * @param recording file for a recording of the service under load; empty for none
	 * @param progress hears what happens
	 */
	static BenchReport run(Path jar, BenchPlan plan, String recording, Consumer<String> progress) throws IOException {
		Map<String, Object> surroundings = surroundings(plan);
		try (BenchProcesses processes = new BenchProcesses(jar)) {
			BenchReport report = new Bench(processes, plan, progress).measure(surroundings);
			if (!recording.isEmpty()) {
				new Recording(processes, Path.of(recording)).make(plan);
			}
			return report;
		}
	}

	private BenchReport measure(Map<String, Object> surroundings) throws IOException {
		List<Target> targets = new Targets(this.processes).all();
		this.progress.accept("warming up …");
		targets.forEach((target) -> target.measure(BenchPlan.BUSY, warmUp(target)));
		this.progress.accept("measuring …");
		List<Rounds> places = BenchPlan.CLIENTS.stream()
			.map((clients) -> Rounds.measure(targets, clients, this.plan.rounds(), this.plan.seconds()))
			.toList();
		Map<String, Long> resident = resident();
		this.progress.accept("holding streams open …");
		StreamHeap heap = StreamHeap.measure(this.processes, this.plan.streams());
		return new BenchReport(places, growth(), resident, heap, surroundings);
	}

	/** The service has the most code to compile, and the fewest requests to do so. */
	private int warmUp(Target target) {
		boolean service = target.pid() == this.processes.service().pid();
		return service ? 3 * this.plan.warmUp() : this.plan.warmUp();
	}

	private List<Row> growth() {
		this.progress.accept("growing …");
		Growth growth = new Growth(this.processes, this.plan);
		// Users last: what they leave in Redis is there to stay.
		List<Row> others = Stream.concat(growth.history().stream(), growth.tools().stream()).toList();
		List<Row> rows = new ArrayList<>(growth.users());
		rows.addAll(others);
		return rows;
	}

	private Map<String, Long> resident() throws IOException {
		Map<String, Long> resident = new LinkedHashMap<>();
		resident.put("service", resident(this.processes.service().pid()));
		resident.put("relay", resident(this.processes.relay().pid()));
		resident.put("Redis", resident(this.processes.redis().pid()));
		return resident;
	}

	/** Memory in MiB; 0 where nobody says. */
	private static long resident(long pid) throws IOException {
		Path status = Path.of("/proc", Long.toString(pid), "status");
		Matcher kib = RESIDENT.matcher(Files.exists(status) ? Files.readString(status) : "");
		return kib.find() ? Long.parseLong(kib.group(1)) / 1024 : 0;
	}

	private static Map<String, Object> surroundings(BenchPlan plan) {
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("processors", Runtime.getRuntime().availableProcessors());
		facts.put("load before", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
		facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
		facts.put("heap", JavaProcess.HEAP_MIB + " MiB for each Java process");
		facts.put("rounds", plan.rounds() + " of " + plan.seconds() + " s for each row; medians");
		return facts;
	}

}
