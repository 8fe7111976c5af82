package dev.valence.download;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a dialog that asks where to save shall look: Electron's fields, handed on as they are. A null
 * or empty field leaves the matter to the dialog.
 *
 * @param defaultPath a folder, a file, or a file name
 * @param message macOS only
 * @param nameFieldLabel macOS only
 * @param showsTagField macOS only
 * @param properties Electron's names, such as {@code showOverwriteConfirmation}
 * @param securityScopedBookmarks macOS only
 */
public record SaveDialogOptions(
    @Nullable String title,
    @Nullable String defaultPath,
    @Nullable String buttonLabel,
    List<FileFilter> filters,
    @Nullable String message,
    @Nullable String nameFieldLabel,
    boolean showsTagField,
    Set<String> properties,
    boolean securityScopedBookmarks) {
  private static final Set<String> PROPERTIES =
      Set.of(
          "showHiddenFiles",
          "createDirectory",
          "treatPackageAsDirectory",
          "showOverwriteConfirmation",
          "dontAddToRecent");

  /**
   * Kinds of files to offer.
   *
   * @param extensions without dots; {@code *} for all
   */
  public record FileFilter(String name, List<String> extensions) {
    public FileFilter {
      extensions = List.copyOf(extensions);
    }
  }

  /**
   * @throws IllegalArgumentException naming a property that Electron does not know
   */
  public SaveDialogOptions {
    filters = List.copyOf(filters);
    properties = Set.copyOf(properties);
    for (String property : properties) {
      if (!PROPERTIES.contains(property)) {
        throw new IllegalArgumentException(
            "a save dialog has no property " + property + "; there are " + PROPERTIES);
      }
    }
  }

  /** The dialog as it is. */
  public static SaveDialogOptions empty() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Collects options. */
  public static final class Builder {
    private @Nullable String title;
    private @Nullable String defaultPath;
    private @Nullable String buttonLabel;
    private List<FileFilter> filters = List.of();
    private @Nullable String message;
    private @Nullable String nameFieldLabel;
    private boolean showsTagField = true;
    private Set<String> properties = Set.of();
    private boolean securityScopedBookmarks;

    private Builder() {}

    public Builder title(String value) {
      title = value;
      return this;
    }

    /** A folder, a file, or a file name. */
    public Builder defaultPath(String value) {
      defaultPath = value;
      return this;
    }

    public Builder buttonLabel(String value) {
      buttonLabel = value;
      return this;
    }

    public Builder filters(List<FileFilter> value) {
      filters = value;
      return this;
    }

    /** macOS only. */
    public Builder message(String value) {
      message = value;
      return this;
    }

    /** macOS only. */
    public Builder nameFieldLabel(String value) {
      nameFieldLabel = value;
      return this;
    }

    /** macOS only; true by default. */
    public Builder showsTagField(boolean value) {
      showsTagField = value;
      return this;
    }

    /** Electron's names, such as {@code showHiddenFiles}. */
    public Builder properties(Set<String> value) {
      properties = value;
      return this;
    }

    /** macOS only. */
    public Builder securityScopedBookmarks(boolean value) {
      securityScopedBookmarks = value;
      return this;
    }

    public SaveDialogOptions build() {
      return new SaveDialogOptions(
          title,
          defaultPath,
          buttonLabel,
          filters,
          message,
          nameFieldLabel,
          showsTagField,
          properties,
          securityScopedBookmarks);
    }
  }
}
