package dev.agentservice.mutation;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Adds up what PIT wrote for each slice: {@code scripts/mutation-tests}.
 */
final class MutationMain {

	private MutationMain() {
	}

	/**
	 * Prints, and exits with 1 if too many mutants survived or a slice was not measured.
	 * @param args the directory of the slices, how many percent must be killed at least,
	 * {@code table} or {@code survivors}, and the names of the slices
	 */
	public static void main(String[] args) throws IOException {
		PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
		System.exit(run(List.of(args), out::println) ? 0 : 1);
	}

	static boolean run(List<String> args, Consumer<String> out) throws IOException {
		List<Mutant> mutants = new ArrayList<>();
		List<String> missing = new ArrayList<>();
		for (String slice : args.subList(3, args.size())) {
			try {
				mutants.addAll(PitReport.read(Path.of(args.getFirst(), slice, "mutations.xml")));
			}
			catch (NoSuchFileException _) {
				missing.add(slice);
			}
		}
		MutationTable table = new MutationTable(out);
		if (args.get(2).equals("survivors")) {
			table.survivors(mutants);
		}
		boolean enough = table.print(mutants, Double.parseDouble(args.get(1)));
		missing.forEach((slice) -> out.accept("FAILED: " + slice + " was not measured"));
		return enough && missing.isEmpty();
	}

}
