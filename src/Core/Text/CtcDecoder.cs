using System.Text;
using System.Text.Json;
using Magpie.Tagging;

namespace Magpie.Text;

/// <summary>
/// Reads the answer of a recogniser that was trained with connectionist temporal classification: the best class of each step, repeats and blanks left out. A
/// blank counts for less than it says: what is thin, or nothing but a gap, has few steps, and wins none of them.
/// </summary>
internal sealed class CtcDecoder
{
    /// <summary>As packs say it in <c>decoder</c>.</summary>
    public const string Name = "ctc";

    private const int MaxCharacters = 20_000;

    /// <summary>Part of its score that a blank is taken by; docs/decisions/text.md has what each costs.</summary>
    private const float BlankWeight = 0.1f;

    /// <summary>Score from which on a space is one where only a blank says otherwise.</summary>
    private const float LeastSpace = 0.02f;

    private const string Space = " ";

    private readonly PackManifest _manifest;
    private readonly string[] _characters;
    private readonly int _blank;
    private readonly int[] _spaces;

    /// <summary>For one pack.</summary>
    /// <exception cref="InvalidDataException">The pack does not say its characters.</exception>
    public CtcDecoder(PackManifest manifest)
    {
        _manifest = manifest;
        _characters = manifest.Extras.TryGetValue("characters", out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() is > 0 and <= MaxCharacters
            && list.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(one => one.GetString()!)]
            : throw new InvalidDataException($"{manifest.Name}: 'characters' must be a list of 1 to {MaxCharacters} texts.");
        _blank = manifest.Extras.TryGetValue("blank", out var blank) && blank.ValueKind == JsonValueKind.Number && blank.TryGetInt32(out var at) ? at : 0;
        _spaces = [.. Enumerable.Range(0, _characters.Length + 1).Where(one => one != _blank && CharacterOf(one) == Space)];
    }

    /// <summary>The text of a model's answer.</summary>
    /// <exception cref="InvalidDataException">The model has other classes than the pack has characters.</exception>
    public LineText Read(PackAnswer answer)
    {
        const string role = "scores";
        return Read(answer.Numbers(role), checked((int)answer.Shape(role)[^1]));
    }

    /// <summary>The text, and how sure the model is of its characters on average.</summary>
    /// <param name="scores">float[steps, classes], 0 to 1.</param>
    /// <param name="classes">The characters and a blank.</param>
    /// <exception cref="InvalidDataException">There are other classes than characters and a blank.</exception>
    public LineText Read(ReadOnlySpan<float> scores, int classes)
    {
        if (classes != _characters.Length + 1)
        {
            throw new InvalidDataException($"{_manifest.Name}: has {_characters.Length} 'characters', and the model {classes} classes, a blank among them.");
        }

        var (text, sure, count, before, believed) = (new StringBuilder(), 0.0, 0, _blank, _blank);
        for (var step = 0; (step + 1) * classes <= scores.Length; step++)
        {
            var of = scores.Slice(step * classes, classes);
            var (best, read) = (Best(of), Likely(of));
            if (read != _blank && read != before && (CharacterOf(read) != Space || text.Length == 0 || text[^1] != ' '))
            {
                text.Append(CharacterOf(read));
            }

            // Only by what needs no help: how much is believed of a line is no question of how it is read.
            if (best != _blank && best != believed)
            {
                sure += of[best];
                count++;
            }

            (before, believed) = (read, best);
        }

        return new(text.ToString().Trim(), count == 0 ? 0 : sure / count);
    }

    /// <summary>The class that a step is read as.</summary>
    private int Likely(ReadOnlySpan<float> scores)
    {
        var best = _blank;
        for (var at = 0; at < scores.Length; at++)
        {
            best = at != _blank && scores[at] > scores[best] * (best == _blank ? BlankWeight : 1) ? at : best;
        }

        var space = 0f;
        foreach (var at in _spaces)
        {
            space += scores[at];
        }

        return best == _blank && space >= LeastSpace ? _spaces[0] : best;
    }

    private string CharacterOf(int at) => _characters[at > _blank ? at - 1 : at];

    private static int Best(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var at = 1; at < scores.Length; at++)
        {
            best = scores[at] > scores[best] ? at : best;
        }

        return best;
    }
}

/// <summary>What a recogniser read.</summary>
/// <param name="Text">Without space around it; empty for nothing.</param>
/// <param name="Confidence">0 to 1.</param>
internal sealed record LineText(string Text, double Confidence);
