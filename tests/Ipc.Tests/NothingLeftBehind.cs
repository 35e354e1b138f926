using Workbook.Tests.Support.Leaks;

[assembly: TestFramework("Workbook.Tests.Support.Leaks.LeakCheckedFramework", "Ipc.Tests")]

namespace Workbook.Ipc.Tests;

[RunsLast]
public class NothingLeftBehind
{
    [Fact]
    public void After_the_whole_run_no_process_file_descriptor_or_map_is_left() =>
        LeakCheckedFramework.Current.AssertNothingLeft(LeakCheckedFramework.Patience);
}
