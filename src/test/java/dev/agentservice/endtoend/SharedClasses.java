package dev.agentservice.endtoend;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The libraries' classes as replicas map them into memory, already parsed and verified
 * (class data sharing, JEP 310): a good part of what a start costs. The first replicas of
 * a tree are started without; what one of them loaded goes into the archive of all later
 * ones, in other test runs and scripts, too.
 *
 * <p>
 * The service's own classes are in directories, which cannot be archived; so they stand
 * behind the libraries in the class path, and the archive is one of the libraries alone.
 */
final class SharedClasses {

	private static final Logger LOG = LoggerFactory.getLogger(SharedClasses.class);

	/** Making an archive costs about as much as it saves two replicas. */
	private static final int WORTH_IT = 3;

	private final List<String> libraries;

	private final List<String> directories;

	private final Path archive;

	private final Path list;

	private int started;

	/**
	 * @param folder where archives are kept
	 * @param classPath of the replicas
	 */
	SharedClasses(Path folder, String classPath) {
		List<String> entries = Arrays.asList(classPath.split(File.pathSeparator));
		this.libraries = entries.stream().filter((entry) -> Files.isRegularFile(Path.of(entry))).toList();
		this.directories = entries.stream().filter((entry) -> Files.isDirectory(Path.of(entry))).toList();
		String name = "libraries-" + fingerprint(this.libraries);
		this.archive = folder.resolve(name + ".jsa");
		this.list = folder.resolve(name + ".classes");
	}

	/**
	 * The options of the next replica: its class path, and what makes it use the archive,
	 * or helps to make one.
	 * @param options those that it has besides
	 */
	synchronized List<String> next(List<String> options) {
		this.started++;
		List<String> all = new ArrayList<>(options);
		if (this.started >= WORTH_IT && !Files.exists(this.archive) && Files.exists(this.list)) {
			make(options);
		}
		if (Files.exists(this.archive)) {
			all.add("-XX:SharedArchiveFile=" + this.archive);
		}
		else if (this.started == 1) {
			all.add("-XX:DumpLoadedClassList=" + this.list);
		}
		Collections.addAll(all, "-cp", joined(this.libraries) + File.pathSeparator + joined(this.directories));
		return all;
	}

	private void make(List<String> options) {
		Path unfinished = this.archive.resolveSibling(this.archive.getFileName() + ".new");
		List<String> command = new ArrayList<>(List.of(java()));
		command.addAll(options);
		Collections.addAll(command, "-Xshare:dump", "-XX:SharedClassListFile=" + this.list,
				"-XX:SharedArchiveFile=" + unfinished, "-cp", joined(this.libraries));
		try {
			int exit = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(this.archive.resolveSibling("archive.log").toFile())
				.start()
				.waitFor();
			if (exit == 0) {
				Files.move(unfinished, this.archive, StandardCopyOption.ATOMIC_MOVE);
			}
			else {
				LOG.warn("Replicas start without shared classes: the archive was not made, exit code {}", exit);
			}
		}
		catch (IOException ex) {
			LOG.warn("Replicas start without shared classes", ex);
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
		}
	}

	static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	private static String joined(List<String> entries) {
		return String.join(File.pathSeparator, entries);
	}

	/** Another one if any library, their order or the JVM is another. */
	private static String fingerprint(List<String> libraries) {
		CRC32C sum = new CRC32C();
		sum.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
		for (String library : libraries) {
			File file = new File(library);
			sum.update((library + file.length() + file.lastModified()).getBytes(StandardCharsets.UTF_8));
		}
		return HexFormat.of().toHexDigits((int) sum.getValue());
	}

}
