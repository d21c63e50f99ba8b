using System.Text;
using System.Text.Json;
using Magpie.Tagging;

namespace Magpie.Text;

/// <summary>Reads the answer of a recogniser that was trained with connectionist temporal classification: the best class of each step, repeats and blanks left out.</summary>
internal sealed class CtcDecoder
{
    /// <summary>As packs say it in <c>decoder</c>.</summary>
    public const string Name = "ctc";

    private const int MaxCharacters = 20_000;
    private readonly PackManifest _manifest;
    private readonly string[] _characters;
    private readonly int _blank;

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

        var (text, sure, count, before) = (new StringBuilder(), 0.0, 0, _blank);
        for (var step = 0; (step + 1) * classes <= scores.Length; step++)
        {
            var best = Best(scores.Slice(step * classes, classes));
            if (best != _blank && best != before)
            {
                text.Append(_characters[best > _blank ? best - 1 : best]);
                sure += scores[(step * classes) + best];
                count++;
            }

            before = best;
        }

        return new(text.ToString().Trim(), count == 0 ? 0 : sure / count);
    }

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
