using System.Text.Json;

namespace Magpie.Functions.Tests.Imagga.Contract;

/// <summary>Compares what two JSON values are made of: members in order, types at every level; not what they say.</summary>
internal static class Shape
{
    /// <summary>Where an answer differs from an example; null when it does not.</summary>
    public static string? Difference(JsonElement example, JsonElement answer, string at = "$") => (example.ValueKind, answer.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => IsMap(example) ? OfMaps(example, answer, at) : OfObjects(example, answer, at),
        (JsonValueKind.Array, JsonValueKind.Array) => OfArrays(example, answer, at),
        (JsonValueKind.Number, JsonValueKind.Number) => IsWhole(example) && !IsWhole(answer) ? $"{at} is {answer}, and whole in the example" : null,
        (JsonValueKind.True or JsonValueKind.False, JsonValueKind.True or JsonValueKind.False) => null,
        var (there, here) => there == here ? null : $"{at} is {here}, and {there} in the example",
    };

    private static string? OfObjects(JsonElement example, JsonElement answer, string at)
    {
        var (there, here) = (Names(example), Names(answer));
        return there.SequenceEqual(here, StringComparer.Ordinal)
            ? there.Select(name => Difference(example.GetProperty(name), answer.GetProperty(name), $"{at}.{name}")).FirstOrDefault(difference => difference is not null)
            : $"{at} has {string.Join(", ", here)}, and {string.Join(", ", there)} in the example";
    }

    private static string? OfArrays(JsonElement example, JsonElement answer, string at) => answer.GetArrayLength() == 0
        ? $"{at} is empty: it shows nothing"
        : answer.EnumerateArray().Select((item, index) => Difference(example[0], item, $"{at}[{index}]")).FirstOrDefault(difference => difference is not null);

    private static string? OfMaps(JsonElement example, JsonElement answer, string at)
    {
        var value = example.EnumerateObject().First().Value;
        return !IsMap(answer)
            ? $"{at} has other names than numbers"
            : answer.EnumerateObject().Select(member => Difference(value, member.Value, $"{at}.{member.Name}")).FirstOrDefault(difference => difference is not null);
    }

    private static string[] Names(JsonElement value) => [.. value.EnumerateObject().Select(member => member.Name)];

    /// <summary>Whether the names are numbers, such as seconds since 1970, rather than members.</summary>
    private static bool IsMap(JsonElement value) => value.EnumerateObject().Any() && value.EnumerateObject().All(member => member.Name.All(char.IsAsciiDigit));

    private static bool IsWhole(JsonElement number) => number.TryGetInt64(out _) && !number.GetRawText().Contains('.', StringComparison.Ordinal);
}
