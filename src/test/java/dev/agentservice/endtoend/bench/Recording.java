package dev.agentservice.endtoend.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A recording of the service under load, by the JDK's Flight Recorder. Nothing of what is
 * reported is measured meanwhile.
 *
 * @param processes where the service is
 * @param file where the recording goes
 */
record Recording(BenchProcesses processes, Path file) {

	private static final int SECONDS_PER_ROUND = 10;

	void make(BenchPlan plan) throws IOException {
		Target service = new Targets(this.processes).service(Targets.SYNC,
				BenchRequests.service(false, BenchPlan.FEW_USERS));
		jcmd("JFR.start", "name=bench", "settings=profile");
		service.measure(BenchPlan.BUSY, plan.rounds() * SECONDS_PER_ROUND);
		jcmd("JFR.stop", "name=bench", "filename=" + this.file.toAbsolutePath());
	}

	private void jcmd(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(JavaProcess.jdk("jcmd"), Long.toString(this.processes.service().pid())));
		command.addAll(List.of(arguments));
		Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (jcmd.onExit().join().exitValue() != 0) {
			throw new IllegalStateException("jcmd: " + output);
		}
	}

}
