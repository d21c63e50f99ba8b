namespace Magpie.Accounts;

/// <summary>The form of keys; what does not have it is refused before storage is asked.</summary>
public static class CredentialKey
{
    /// <summary>Characters.</summary>
    public const int MaxLength = 64;

    /// <summary>1 to 64 letters, digits, <c>-</c> and <c>_</c>.</summary>
    public static bool IsValid(string? key) =>
        key is { Length: > 0 and <= MaxLength } && key.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
}
