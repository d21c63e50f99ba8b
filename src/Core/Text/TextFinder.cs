using Magpie.Imaging;
using Magpie.Tagging;

namespace Magpie.Text;

/// <summary>
/// Finds lines of text and reads them, with the installed packs for <see cref="PackTasks.TextDetection"/> and <see cref="PackTasks.TextRecognition"/>; one for
/// <see cref="PackTasks.TextAngle"/>, where there is one, turns what stands on its head.
/// </summary>
public sealed class TextFinder(PackRunner packs)
{
    /// <summary>Pixels on the shortest side of a picture in which text is found: twice what a detector is given, so that small letters are read from more of them.</summary>
    public const int EnoughSide = 1536;

    /// <summary>How sure it must be that a line is upside down for it to be read the other way round as well.</summary>
    private const float SureOfAngle = 0.5f;

    /// <summary>The decoder of a pack that reads text.</summary>
    public const string Reader = CtcDecoder.Name;

    /// <summary>What packs call a line on its head: degrees.</summary>
    private const string UpsideDown = "180";

    /// <summary>How sure a recogniser must be of a line; as PaddleOCR.</summary>
    private const double SureOfText = 0.5;

    /// <summary>Whether a pack is installed that finds text.</summary>
    public bool CanFind => Detector is not null;

    /// <summary>Whether a pack is installed that reads it.</summary>
    public bool CanRead => Recogniser is not null;

    private ModelPack? Detector => packs.For(PackTasks.TextDetection, DbDecoder.Name);

    private ModelPack? Recogniser => packs.For(PackTasks.TextRecognition, CtcDecoder.Name);

    /// <summary>The lines in reading order, at most 500; null when no packs can be asked or one fails. Occupies its thread.</summary>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public IReadOnlyList<TextLine>? Find(DecodedImage image, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (Detector is not { } detector || Recogniser is not { } recogniser)
        {
            return null;
        }

        var input = detector.Manifest.Input;
        var canvas = TextCanvas.For(input, image.Width, image.Height);
        var found = packs.Ask(detector, () => canvas.Draw(image, input), new DbDecoder(detector.Manifest).Read, cancellationToken);
        if (found is null or [])
        {
            return found is null ? null : [];
        }

        using var picture = image.ToRgb();
        var lines = new List<(TextBox Box, LineText Text)>();
        foreach (var box in found.ConvertAll(box => canvas.OnPicture(box, image.Width, image.Height)))
        {
            if (Read(recogniser, picture, box, cancellationToken) is not { } line)
            {
                return null;
            }

            if (line.Text.Text.Length > 0 && line.Text.Confidence >= SureOfText)
            {
                lines.Add(line);
            }
        }

        return ReadingOrder.Of(lines, line => line.Box).ConvertAll(line => Line(line.Box, line.Text, image));
    }

    private (TextBox Box, LineText Text)? Read(ModelPack recogniser, PixelBuffer picture, TextBox box, CancellationToken cancellationToken)
    {
        if (Recognise(recogniser, picture, box, cancellationToken) is not { } text)
        {
            return null;
        }

        // The model for angles is often wrong about short lines and unsure about long ones: what is read with more confidence decides.
        return (text.Confidence < SureOfText || IsUpsideDown(picture, box, cancellationToken))
            && Recognise(recogniser, picture, box.Turned, cancellationToken) is { } turned && turned.Confidence > text.Confidence
                ? (box.Turned, turned)
                : (box, text);
    }

    private LineText? Recognise(ModelPack pack, PixelBuffer picture, TextBox box, CancellationToken cancellationToken) => packs.Ask(
        pack, () => LineInput.Of(picture, box, pack.Manifest.Input), answer => new CtcDecoder(pack.Manifest).Read(answer), cancellationToken);

    private bool IsUpsideDown(PixelBuffer picture, TextBox box, CancellationToken cancellationToken)
    {
        if (packs.For(PackTasks.TextAngle, [null]) is not { } pack)
        {
            return false;
        }

        var scores = packs.Ask(pack, () => LineInput.Of(picture, box, pack.Manifest.Input), answer => PackScores.From(pack, answer), cancellationToken);
        return scores?.Best(SureOfAngle).Any(best => best.Label.NameIn("en") == UpsideDown) ?? false;
    }

    private static TextLine Line(TextBox box, LineText text, DecodedImage image)
    {
        var (whole, reach) = (image.Facts, box.Reach);
        var (across, down) = ((double)whole.Width / image.Width, (double)whole.Height / image.Height);
        int X(float x) => (int)Math.Clamp(Math.Round(x * across), 0, whole.Width);
        int Y(float y) => (int)Math.Clamp(Math.Round(y * down), 0, whole.Height);
        return new(text.Text, text.Confidence, X(box.Centre.X - reach.X), Y(box.Centre.Y - reach.Y), X(box.Centre.X + reach.X), Y(box.Centre.Y + reach.Y));
    }
}
