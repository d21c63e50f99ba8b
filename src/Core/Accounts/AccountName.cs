namespace Magpie.Accounts;

/// <summary>Names of accounts; they are part of blob names and table keys.</summary>
public static class AccountName
{
    /// <summary>Characters.</summary>
    public const int MaxLength = 40;

    /// <summary>Lower-case letters, digits and inner hyphens, beginning with a letter.</summary>
    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= MaxLength }
        && char.IsAsciiLetterLower(name[0])
        && name[^1] != '-'
        && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
}
