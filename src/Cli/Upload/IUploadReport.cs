namespace Magpie.Cli.Upload;

/// <summary>Shows an upload: as bars on a terminal, as a line now and then in a pipe, or as JSON for scripts.</summary>
internal interface IUploadReport
{
    /// <summary>Shows progress until cancelled.</summary>
    Task ShowAsync(CancellationToken cancellationToken);

    /// <summary>Says something that is not about one file.</summary>
    void Notice(string sentence);

    /// <summary>The end: what became of each file.</summary>
    void Finish(UploadSummary summary);
}
