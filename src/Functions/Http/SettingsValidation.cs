using Microsoft.Extensions.Options;

namespace Magpie.Functions.Http;

/// <summary>Checks options while the app is put together, so that a wrong setting ends the start with its name.</summary>
internal static class SettingsValidation
{
    /// <summary>The options, when they are valid.</summary>
    /// <exception cref="OptionsValidationException">Names each wrong setting as it is written: <c>Magpie:Uploads:MaxFiles</c>.</exception>
    public static T Validated<T>(this T options, string section, IValidateOptions<T> validator)
        where T : class
    {
        var result = validator.Validate(section, options);
        return result.Succeeded
            ? options
            : throw new OptionsValidationException(section, typeof(T), [.. (result.Failures ?? []).Select(failure => Named(failure, section))]);
    }

    // The compiled validators name a member "section.Member", and put the member once more before the sentence.
    private static string Named(string failure, string section)
    {
        var sentence = failure.IndexOf(": ", StringComparison.Ordinal) is var colon and > 0 && !failure[..colon].Contains(' ', StringComparison.Ordinal)
            ? failure[(colon + 2)..]
            : failure;
        return sentence.Replace($"The field {section}.", $"{section}:", StringComparison.Ordinal)
            .Replace($"{section}.", $"{section}:", StringComparison.Ordinal);
    }
}
