package dev.agentservice.agent.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.agentservice.agent.definition.AgentFileParser;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of the agents as they are at one moment.
 */
class AgentDirectory {

	static final int MAX_BYTES = 256 * 1024;

	private final Path directory;

	private final List<Path> more;

	AgentDirectory(Path directory) {
		this(directory, List.of());
	}

	/**
	 * A directory.
	 * @param more others, whose files count as if they were in it
	 */
	AgentDirectory(Path directory, List<Path> more) {
		this.directory = directory;
		this.more = more;
	}

	Path path() {
		return this.directory;
	}

	/**
	 * Reads all files that are agents; hidden ones are not. Only regular files of this
	 * directory are opened: a named pipe would never end, and a link could lead anywhere.
	 * @return their content by their names
	 * @throws IOException if the directory cannot be listed, or went away meanwhile: its
	 * files are not deleted then
	 */
	Map<String, AgentFileContent> read() throws IOException {
		Map<String, AgentFileContent> contents = new TreeMap<>();
		read(this.directory, contents);
		for (Path other : this.more) {
			read(other, contents);
		}
		return contents;
	}

	private static void read(Path directory, Map<String, AgentFileContent> contents) throws IOException {
		Path home = directory.toRealPath();
		for (Path file : list(directory)) {
			String name = file.getFileName().toString();
			try {
				contents.merge(name, read(home, file), (_, _) -> AgentFileContent
					.unreadable("there are two agents of this name, in different directories"));
			}
			catch (NoSuchFileException ex) {
				// Deleted since the directory was listed, unless all of it is gone.
				if (!Files.isDirectory(directory)) {
					throw ex;
				}
			}
			catch (IOException ex) {
				contents.put(name, AgentFileContent.unreadable("the file cannot be read: " + ex.getMessage()));
			}
		}
	}

	private static @Nullable String flaw(Path home, Path real) {
		if (!real.startsWith(home)) {
			return "the file is a link that leads out of the directory";
		}
		return Files.isRegularFile(real) ? null : "this is no regular file";
	}

	private static AgentFileContent read(Path home, Path file) throws IOException {
		// A ConfigMap's files are links to the version of it that counts, beside them.
		Path real = file.toRealPath();
		String flaw = flaw(home, real);
		if (flaw != null) {
			return AgentFileContent.unreadable(flaw);
		}
		try (InputStream in = Files.newInputStream(real)) {
			return AgentFileContent.of(in.readNBytes(MAX_BYTES + 1));
		}
	}

	private static List<Path> list(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter(AgentDirectory::isAgent).sorted().toList();
		}
	}

	private static boolean isAgent(Path file) {
		String name = file.getFileName().toString();
		return name.endsWith(AgentFileParser.SUFFIX) && !name.startsWith(".") && !Files.isDirectory(file);
	}

}
