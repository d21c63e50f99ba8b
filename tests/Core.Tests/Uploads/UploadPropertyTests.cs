using FsCheck;
using FsCheck.Fluent;
using Magpie.Uploads;
using Magpie.Uploads.Rules;

namespace Magpie.Core.Tests.Uploads;

public sealed class UploadPropertyTests
{
    private readonly UploadRules _rules = new(new UploadOptions());

    [Fact]
    public void No_text_makes_a_rule_throw_and_no_accepted_name_holds_a_separator_or_a_control_character() =>
        Prop.ForAll<string, string, string>((name, title, tag) =>
        {
            var errors = _rules.Check([new UploadFile { Name = name, ContentType = "image/jpeg", Size = 1, Title = title, Tags = [tag] }]);
            return errors.Any(error => error.Code == NameRule.Code)
                || (name.Length is > 0 and <= NameRule.MaxLength && !name.Any(c => char.IsControl(c) || c is '/' or '\\'));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_name_in_an_error_is_always_plain_and_short() =>
        Prop.ForAll<string>(name => name is null || (PlainText.IsPlain(PlainText.Sanitize(name)) && PlainText.Sanitize(name).Length <= 83))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Two_lists_of_files_have_one_fingerprint_only_when_they_are_the_same() =>
        Prop.ForAll<string[], string[]>((a, b) =>
            (Of(a) == Of(b)) == a.SequenceEqual(b, StringComparer.Ordinal)).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_that_moves_from_one_field_to_the_next_changes_the_fingerprint() =>
        Prop.ForAll<NonNull<string>, NonNull<string>>((a, b) =>
            b.Get.Length == 0
            || UploadFingerprint.Of([new UploadFile { Name = a.Get, Title = b.Get }])
                != UploadFingerprint.Of([new UploadFile { Name = a.Get + b.Get, Title = "" }])).QuickCheckThrowOnFailure();

    private static string Of(string[] tags) => UploadFingerprint.Of([new UploadFile { Name = "nest.jpg", Tags = tags }]);
}
