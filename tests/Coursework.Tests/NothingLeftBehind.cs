using Workbook.Tests.Support.Leaks;

[assembly: TestFramework("Workbook.Tests.Support.Leaks.LeakCheckedFramework", "Coursework.Tests")]

namespace Workbook.Coursework.Tests;

[RunsLast]
public class NothingLeftBehind
{
    [Fact]
    public void After_the_whole_run_no_checker_file_or_descriptor_is_left() =>
        LeakCheckedFramework.Current.AssertNothingLeft(LeakCheckedFramework.Patience);
}
