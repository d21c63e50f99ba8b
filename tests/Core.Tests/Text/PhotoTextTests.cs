using Magpie.Tests.Support;
using NetVips;

namespace Magpie.Core.Tests.Text;

/// <summary>The shared packs on the shared photos; nothing to do where there are none.</summary>
public sealed class PhotoTextTests
{
    /// <summary>All that is whole on the photo of a page; below it, a line is cut through.</summary>
    private const string Page = """
        Region-based segmentation
        Let us first determine markers of the coins and the
        background. These markers are pixels that we can label
        unambiguously as either object or background. Here,
        the markers are found at the two extreme parts of the
        histogram of grey values:
        >>> markers = np.zeros_like(coins)
        """;

    /// <summary>The lines of the tilted label that are neither cut off nor out of focus.</summary>
    private static readonly string[] Label =
    [
        "Nutrition Facts", "Serving size: 1 bar (40g)", "Serving Per Package: 4", "Amount Per Serving", "Amount Per Serving", "Total Fat 13g", "Saturated Fat 1.5g",
        "Trans Fat 0g", "Cholesterol 0mg", "Sodium 20mg",
    ];

    private static bool IsThere => Repository.Models is not null && Repository.Photos is not null;

    [Fact]
    public void A_printed_page_is_read_with_few_errors()
    {
        if (!IsThere)
        {
            return;
        }

        using var text = new TextFixture(Repository.Models!);

        var lines = text.Find(Photo("text-page.png"));

        var read = string.Join('\n', lines.Select(line => line.Text));
        var truth = Page.ReplaceLineEndings("\n");
        (Edits(truth, read) / (double)truth.Length).ShouldBeLessThanOrEqualTo(0.03, read);
    }

    /// <summary>Two columns, of which the order is not held: each line against what was read most like it.</summary>
    [Fact]
    public void A_printed_label_that_is_tilted_is_read_with_few_errors()
    {
        if (!IsThere)
        {
            return;
        }

        using var text = new TextFixture(Repository.Models!);

        var read = text.Find(Photo("text-nutrition.jpg")).Select(line => line.Text).ToList();

        var all = string.Join('\n', read);
        var errors = 0;
        foreach (var line in Label)
        {
            var best = read.MinBy(one => Edits(line, one)) ?? "";
            errors += Math.Min(line.Length, Edits(line, best));
            read.Remove(best);
        }

        (errors / (double)Label.Sum(line => line.Length)).ShouldBeLessThanOrEqualTo(0.05, all);
    }

    [Theory]
    [InlineData(Enums.Angle.D90)]
    [InlineData(Enums.Angle.D180)]
    [InlineData(Enums.Angle.D270)]
    public void A_page_that_lies_on_its_side_or_its_head_is_read_in_its_own_order(Enums.Angle angle)
    {
        if (!IsThere)
        {
            return;
        }

        using var upright = Image.NewFromBuffer(Photo("text-page.png"));
        using var turned = upright.Rot(angle);
        using var text = new TextFixture(Repository.Models!);

        var lines = text.Find(turned.PngsaveBuffer());

        string[] ends = ["segmentation", "of the coins and the", "we can label", "grey values"];
        lines.Select(line => ends.FirstOrDefault(end => line.Text.TrimEnd(':').EndsWith(end, StringComparison.Ordinal))).Where(end => end is not null)
            .ShouldBe(ends, string.Join('\n', lines.Select(line => line.Text)));
        lines.ShouldAllBe(line => line.Left >= 0 && line.Top >= 0 && line.Right <= turned.Width && line.Bottom <= turned.Height && line.Confidence >= 0.5);
    }

    [Theory]
    [InlineData("text-licenceplate.jpg", "PENNSYLVANIA", "Lincoln")]
    [InlineData("text-nutrition.jpg", "Facts", "Serving", "Sodium", "20mg", "Fat")]
    [InlineData("barcode-ean13.png", "8413000", "065504")]
    public void Photos_say_what_stands_on_them(string photo, params string[] words)
    {
        if (!IsThere)
        {
            return;
        }

        using var text = new TextFixture(Repository.Models!);

        var read = string.Join('\n', text.Find(Photo(photo)).Select(line => line.Text));

        words.ShouldAllBe(word => read.Contains(word, StringComparison.Ordinal), read);
    }

    [Fact]
    public void A_line_stands_where_it_is_seen_in_pixels_of_the_whole_picture_however_small_it_is_decoded()
    {
        if (!IsThere)
        {
            return;
        }

        using var text = new TextFixture(Repository.Models!);

        foreach (var side in new[] { 4096, 480 })
        {
            var place = text.Find(Photo("text-licenceplate.jpg"), side).Single(line => line.Text == "PENNSYLVANIA");
            place.Left.ShouldBeInRange(140, 170);
            place.Top.ShouldBeInRange(15, 35);
            place.Right.ShouldBeInRange(440, 475);
            place.Bottom.ShouldBeInRange(45, 65);
        }
    }

    [Theory]
    [InlineData("cat-chelsea.png")]
    [InlineData("raptor-owl.jpg")]
    public void A_picture_without_text_has_no_lines(string photo)
    {
        if (!IsThere)
        {
            return;
        }

        using var text = new TextFixture(Repository.Models!);

        text.Find(Photo(photo)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3000, 1)]
    [InlineData(1, 3000)]
    public void Pictures_of_odd_shapes_have_no_lines(int width, int height)
    {
        if (!IsThere)
        {
            return;
        }

        using var picture = Image.NewFromBuffer(Photo("cat-chelsea.png")).ThumbnailImage(width, height, Enums.Size.Force);
        using var text = new TextFixture(Repository.Models!);

        text.Find(picture.PngsaveBuffer()).ShouldBeEmpty();
    }

    private static byte[] Photo(string name) => File.ReadAllBytes(Path.Combine(Repository.Photos!, name));

    /// <summary>Levenshtein's distance.</summary>
    private static int Edits(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
